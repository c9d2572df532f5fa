// Shows what needs passkeys where the browser has them, and says so when one was not used.
(() => {
  const isAddress = /^[\d.]+$|^\[/.test(window.location.hostname);
  const able = window.isSecureContext && 'PublicKeyCredential' in window && !isAddress;
  for (const element of document.querySelectorAll('[data-passkey]')) element.hidden = !able;
  for (const element of document.querySelectorAll('[data-passkey-missing]')) element.hidden = able;
  document.addEventListener('allauth.error', (event) => {
    event.preventDefault();
    for (const element of document.querySelectorAll('[data-passkey-failed]')) element.hidden = false;
  });
})();
