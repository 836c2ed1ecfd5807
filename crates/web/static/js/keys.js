// Fieldwork by keys: j and k to the next and previous item, 1 to 4 for the
// verdicts. Only on pages that ask for it (data-keys), never while typing.
(() => {
  if (!document.querySelector('[data-keys]')) return;
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || rasoat.isTyping(event.target)) return;
    if (document.querySelector('dialog[open]')) return;
    const wanted = {
      j: '[data-keys] a[rel=next]',
      k: '[data-keys] a[rel=prev]',
    }[event.key] ?? (/^[1-9]$/.test(event.key) ? `[data-keys] [data-key="${event.key}"]` : null);
    const target = wanted && document.querySelector(wanted);
    if (!target) return;
    event.preventDefault();
    target.click();
  });
})();
