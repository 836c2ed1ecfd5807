// Ctrl-K or "/" opens a search over everything as a palette: the ways of the
// navigation at once, what the server finds a moment later.
(() => {
  const palette = document.getElementById('palette');
  if (!palette || typeof palette.showModal !== 'function') return;
  const input = palette.querySelector('input[type=search]');
  const list = palette.querySelector('[role=listbox]');
  const note = palette.querySelector('[data-palette-note]');
  const ways = [...document.querySelectorAll('.side li a')].map((link) => ({
    href: link.getAttribute('href'),
    words: link.textContent.trim(),
    icon: link.querySelector('svg')?.cloneNode(true),
  }));
  let asked = 0;
  let timer = 0;

  /** Without accents, small, and đ as d, as people type in a hurry. */
  const plain = (text) =>
    text.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd');

  const rows = () => [...list.querySelectorAll('.palette-row')];
  const current = () => list.querySelector('[aria-selected=true]');

  const choose = (row) => {
    for (const other of rows()) other.setAttribute('aria-selected', String(other === row));
    if (row) {
      input.setAttribute('aria-activedescendant', row.id);
      row.scrollIntoView({ block: 'nearest' });
    } else {
      input.removeAttribute('aria-activedescendant');
    }
  };

  const show = (nodes) => {
    list.replaceChildren(...nodes);
    rows().forEach((row, place) => {
      row.id = `palette-row-${place}`;
      row.setAttribute('role', 'option');
      row.tabIndex = -1;
    });
    choose(rows()[0]);
  };

  const wayRows = (text) =>
    ways
      .filter((way) => plain(way.words).includes(plain(text)))
      .slice(0, text ? 5 : 16)
      .map((way) => {
        const row = rasoat.make('a', { class: 'palette-row', href: way.href });
        if (way.icon) row.append(way.icon.cloneNode(true));
        row.append(rasoat.make('span', {}, way.words));
        return row;
      });

  const search = async () => {
    const text = input.value.trim();
    const mine = ++asked;
    show(wayRows(text));
    note.textContent = '';
    if (text.length < 2) return;
    try {
      const answer = await fetch(`/search?q=${encodeURIComponent(text)}`, {
        headers: { 'HX-Request': 'true' },
        credentials: 'same-origin',
      });
      if (mine !== asked || !answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const found = [...page.querySelectorAll('.palette-group, .palette-row')];
      show([...wayRows(text), ...found.map((node) => document.importNode(node, true))]);
      if (!rows().length) note.textContent = rasoat.say('palette-empty');
    } catch {
      if (mine === asked) note.textContent = rasoat.say('palette-offline');
    }
  };

  const open = (text = '') => {
    if (palette.open) return;
    palette.showModal();
    input.value = text;
    search();
    input.focus();
  };

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(search, 180);
  });
  input.addEventListener('keydown', (event) => {
    const all = rows();
    const place = all.indexOf(current());
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (all.length) choose(all[(place + step + all.length) % all.length]);
    } else if (event.key === 'Escape') {
      // A search box would first only empty itself.
      event.preventDefault();
      palette.close();
    } else if (event.key === 'Enter' && current()) {
      event.preventDefault();
      location.href = current().href;
    }
  });
  palette.addEventListener('click', (event) => {
    if (event.target === palette) palette.close();
  });
  document.addEventListener('keydown', (event) => {
    const asks = (event.key === 'k' && (event.ctrlKey || event.metaKey)) ||
      (event.key === '/' && !rasoat.isTyping(event.target) && !event.ctrlKey && !event.altKey);
    if (!asks || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    open();
  });
})();
