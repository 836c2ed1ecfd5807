// A link to a confirm page opens that page's panel as a dialog over this one.
// When anything goes wrong the link simply leads there.
(() => {
  if (typeof HTMLDialogElement === 'undefined') return;
  document.addEventListener('click', async (event) => {
    const link = event.target instanceof Element && event.target.closest('a[data-confirm]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    let panel = null;
    try {
      const answer = await fetch(link.href, { credentials: 'same-origin' });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      panel = answer.ok ? page.getElementById('confirm') : null;
    } catch {
      panel = null;
    }
    if (!panel) {
      location.href = link.href;
      return;
    }
    const shown = document.importNode(panel, true);
    shown.id = 'confirm-dialog-panel';
    shown.removeAttribute('aria-labelledby');
    const title = shown.querySelector('h2');
    title.id = 'confirm-dialog-title';
    const dialog = rasoat.make('dialog', { class: 'dialog', 'aria-labelledby': title.id }, shown);
    document.body.append(dialog);
    dialog.addEventListener('close', () => {
      dialog.remove();
      link.focus();
    });
    dialog.addEventListener('click', (press) => {
      const leaves = press.target === dialog || (press.target instanceof Element && press.target.closest('[data-close]'));
      if (!leaves) return;
      press.preventDefault();
      dialog.close();
    });
    dialog.showModal();
  });
})();
