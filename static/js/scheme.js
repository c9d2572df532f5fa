// Before the first paint: the colour scheme this person chose, here or in another browser.
(() => {
  const NAME = 'mantine-color-scheme-value';
  const page = document.documentElement;
  let chosen = page.dataset.theme;
  try {
    if (chosen) window.localStorage.setItem(NAME, chosen);
    else chosen = window.localStorage.getItem(NAME);
  } catch {
    // Storage may be forbidden; pages without a person then follow the system.
  }
  if (chosen === 'light' || chosen === 'dark') {
    page.setAttribute('data-mantine-color-scheme', chosen);
  }
})();
