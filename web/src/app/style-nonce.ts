/** What inline styles must carry to be applied: of this answer of the server, from its page. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

// Dialogs lock the scrolling of what is behind them by react-remove-scroll, which looks for the nonce here.
Object.assign(globalThis, { __webpack_nonce__: styleNonce });
