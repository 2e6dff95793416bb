// A file of its own, loaded before the page is drawn: the content security policy allows no inline
// script, and a page that turns dark after it was drawn light flashes.
;(() => {
  const wish = localStorage.getItem('mantine-color-scheme-value') ?? 'auto'
  const isDark =
    wish === 'auto' ? matchMedia('(prefers-color-scheme: dark)').matches : wish === 'dark'
  document.documentElement.dataset.mantineColorScheme = isDark ? 'dark' : 'light'
})()
