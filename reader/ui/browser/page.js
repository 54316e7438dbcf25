// Runs before textual.js, which opens the WebSocket once the page and its fonts are loaded.
const terminal = document.getElementById("terminal");
const scheme = location.protocol === "https:" ? "wss:" : "ws:";
const folder = location.pathname.replace(/[^/]*$/, "");
terminal.dataset.sessionWebsocketUrl = `${scheme}//${location.host}${folder}ws`;

// The keys go to the app from the start, without a click.
const giveKeys = () => document.querySelector(".xterm-helper-textarea")?.focus();
new MutationObserver((_, observer) => {
  if (document.body.classList.contains("-first-byte")) {
    observer.disconnect();
    giveKeys();
  }
}).observe(document.body, { attributes: true, attributeFilter: ["class"] });
window.addEventListener("focus", giveKeys);
