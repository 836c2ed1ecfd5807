// Choosing rows: the box on top takes all, the bar says how many, and stays out
// of sight while none is chosen.
(() => {
  const bar = document.querySelector('[data-bulk]');
  const table = document.querySelector('table[data-pick]');
  if (!bar || !table) return;
  const all = table.querySelector('[data-pick-all]');
  const boxes = () => [...table.querySelectorAll('input[name=pick]')];
  const count = bar.querySelector('[data-bulk-count]');
  let last = null;
  const update = () => {
    const chosen = boxes().filter((box) => box.checked);
    for (const box of boxes()) box.closest('tr').classList.toggle('is-picked', box.checked);
    all.checked = chosen.length > 0 && chosen.length === boxes().length;
    all.indeterminate = chosen.length > 0 && !all.checked;
    count.textContent = rasoat.say('picked', { count: chosen.length });
    bar.hidden = chosen.length === 0;
  };
  all.hidden = false;
  all.addEventListener('change', () => {
    for (const box of boxes()) box.checked = all.checked;
    update();
  });
  table.addEventListener('click', (event) => {
    const box = event.target instanceof Element && event.target.closest('input[name=pick]');
    if (!box) return;
    const list = boxes();
    if (event.shiftKey && last) {
      const [from, to] = [list.indexOf(last), list.indexOf(box)].sort((a, b) => a - b);
      for (const between of list.slice(from, to + 1)) between.checked = box.checked;
    }
    last = box;
  });
  table.addEventListener('change', update);
  update();
})();
