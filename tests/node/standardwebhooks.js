// Reads {"sign":[{secret,id,timestamp,body}],"verify":[{secret,headers,body}]} from stdin, answers with the reference library's results.
const { readFileSync } = require('node:fs');
const { Webhook } = require('standardwebhooks');

const work = JSON.parse(readFileSync(0, 'utf8'));

function verifies({ secret, headers, body }) {
  try {
    new Webhook(secret).verify(body, headers, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}

process.stdout.write(JSON.stringify({
  sign: work.sign.map(({ secret, id, timestamp, body }) => new Webhook(secret).sign(id, new Date(timestamp * 1000), body)),
  verify: work.verify.map(verifies),
}));
