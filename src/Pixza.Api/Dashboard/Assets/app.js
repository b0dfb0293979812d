// What the pages can do better with a script than without: copy, follow a run, local times, the price on the button.

const copyText = async (button) => {
  const text = document.getElementById(button.dataset.copy).textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const range = document.createRange();
    range.selectNodeContents(document.getElementById(button.dataset.copy));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    document.execCommand('copy');
  }
  const label = button.querySelector('span');
  label.textContent = 'Copied';
  setTimeout(() => { label.textContent = 'Copy'; }, 2000);
};

for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = false;
  button.querySelector('span').setAttribute('aria-live', 'polite');
  button.addEventListener('click', () => copyText(button));
}

const localTimes = (root) => {
  const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  for (const time of root.querySelectorAll('time[data-local]')) {
    time.title = time.textContent;
    time.textContent = format.format(new Date(time.dateTime));
  }
};
localTimes(document);

// Each answer comes when the run has changed, so nothing is asked in vain; what it holds is rendered by the server.
const follow = async (box) => {
  let failures = 0;
  while (failures < 8) {
    const version = box.querySelector('[data-version]').dataset.version;
    try {
      const answer = await fetch(`${box.dataset.run}?after=${version}`, { headers: { accept: 'text/html' }, redirect: 'manual' });
      if (!answer.ok) throw new Error(String(answer.status));
      const next = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('.run');
      const before = box.querySelector('.run');
      // The bar and the words move in place, so that a screen reader hears a change once and the focus stays on "Cancel".
      if (next.className === before.className) {
        before.dataset.version = next.dataset.version;
        const [bar, to] = [before.querySelector('progress'), next.querySelector('progress')];
        if (bar && to?.hasAttribute('value')) bar.value = to.value;
      } else {
        before.replaceWith(next);
      }
      if (next.dataset.final === 'true') {
        finished(box, answer.headers.get('x-credits'));
        return;
      }
      failures = 0;
    } catch {
      failures += 1;
      await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** failures));
    }
  }
};

// The balance, and the rest of a generation's own page (price, download), follow from its end; the playground's form is left as it is.
const finished = async (box, credits) => {
  const balance = document.querySelector('.chip strong');
  if (balance && credits) balance.textContent = credits;
  const detail = box.closest('.detail');
  if (!detail) return;
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
  const facts = page.querySelector('.facts');
  if (facts) {
    detail.querySelector('.facts').replaceWith(facts);
    localTimes(facts);
  }
};

for (const box of document.querySelectorAll('[data-run]')) follow(box);

const playground = document.querySelector('[data-playground]');
if (playground) {
  const button = playground.querySelector('[data-submit]');
  const price = () => {
    const model = playground.querySelector('input[name=model]:checked');
    button.textContent = model ? `${button.dataset.label} · ${model.dataset.price}` : button.dataset.label;
  };
  playground.addEventListener('change', price);
  price();
  playground.addEventListener('submit', () => {
    button.setAttribute('aria-busy', 'true');
    button.textContent = 'Sending…';
    setTimeout(() => { button.disabled = true; });
  });
  addEventListener('pageshow', (event) => {
    if (event.persisted) {
      button.disabled = false;
      button.removeAttribute('aria-busy');
      price();
    }
  });
}

document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('.who[open]')) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener('keydown', (event) => {
  const menu = event.key === 'Escape' && document.querySelector('.who[open]');
  if (menu) {
    menu.open = false;
    menu.querySelector('summary').focus();
  }
});
