// Reads a GLB file as base64 from standard input and prints what the Khronos validator says of it.
const validator = require('gltf-validator');

let input = '';
process.stdin.on('data', (part) => { input += part; });
process.stdin.on('end', async () => {
  const report = await validator.validateBytes(new Uint8Array(Buffer.from(input, 'base64')));
  console.log(JSON.stringify({
    errors: report.issues.numErrors,
    warnings: report.issues.numWarnings,
    messages: report.issues.messages.map((message) => `${message.code} ${message.pointer}`),
    triangles: report.info.totalTriangleCount,
    materials: report.info.materialCount,
    textures: report.info.hasTextures,
  }));
});
