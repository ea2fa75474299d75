/**
 * How server and worker run. Node lets the space for what was just made grow to 48 MB and keeps it; with four a half-space
 * the first sync of the demo takes as long, and the server 229 MB resident instead of 317 (`npm run bench -- demo-sync`).
 */
export const nodeFlags = ['--max-semi-space-size=4'];
