// The theme is turned without a reload, and kept in the cookie that the server
// reads for the next page.
(() => {
  const form = document.querySelector('[data-theme-form]');
  if (!form) return;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const button = form.querySelector('button[name=theme]');
    const theme = button.value;
    document.documentElement.dataset.bsTheme = theme;
    document.querySelector('meta[name="color-scheme"]').content = theme;
    button.value = theme === 'dark' ? 'light' : 'dark';
    const secure = location.protocol === 'https:' ? '; Secure' : '';
    document.cookie = `rasoat-theme=${theme}; Path=/; SameSite=Lax; Max-Age=31536000${secure}`;
  });
})();
