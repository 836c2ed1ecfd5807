// What the other scripts share: words from the server, the token of forms, and
// the line that says whether the network is there. Nothing here is needed to
// work; everything here only makes it pleasant.
const rasoat = (() => {
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? '';
  let words = {};
  try {
    words = JSON.parse(meta('rasoat-words') || '{}');
  } catch {
    words = {};
  }

  /** The words under a key, with %name% filled in. */
  const say = (key, values = {}) =>
    (words[key] ?? key).replace(/%(\w+)%/g, (whole, name) => values[name] ?? whole);

  const token = () => meta('rasoat-csrf');

  /** An element with attributes and children. */
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  /** Posts fields as a form does, and expects JSON. */
  const post = (href, fields) =>
    fetch(href, {
      method: 'POST',
      headers: { 'X-CSRF-Token': token(), Accept: 'application/json' },
      body: new URLSearchParams(fields),
      credentials: 'same-origin',
    });

  /** Whether a key press belongs to a field that is being typed in. */
  const isTyping = (target) =>
    target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;

  document.addEventListener('htmx:configRequest', (event) => {
    event.detail.headers['X-CSRF-Token'] = token();
  });

  // Menus are <details>: one open at a time, closed by Escape or a press outside.
  const menus = () => document.querySelectorAll('details.menu[open]');
  document.addEventListener('click', (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
    if (location.hash === '#nav') location.hash = '#nav-closed';
  });

  // A second press on a button does not send a form twice.
  document.addEventListener('submit', (event) => {
    const form = event.target;
    // A paper that is handed out leaves the page as it is: it blocks nothing.
    const handsOut = event.submitter?.name === 'paper' || 'download' in form.dataset;
    if (form.method !== 'post' || event.defaultPrevented || handsOut) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
    setTimeout(() => delete form.dataset.sent, 4000);
  });
  addEventListener('pageshow', () => {
    for (const form of document.forms) delete form.dataset.sent;
  });

  // The line at the foot that says that the network is away.
  let line = null;
  const away = () => {
    if (line) return;
    line = make('p', { class: 'net-state', role: 'status' }, say('net-away'));
    document.body.append(line);
  };
  const back = () => {
    line?.remove();
    line = null;
  };
  addEventListener('offline', away);
  addEventListener('online', back);
  document.addEventListener('htmx:sendError', away);
  document.addEventListener('htmx:afterOnLoad', back);
  if (navigator.onLine === false) away();

  // A problem listed on top is where the reader should begin.
  document.getElementById('error-summary')?.focus();

  return { say, token, make, post, isTyping };
})();
