import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page is built into web/dist, which the server sends; in development the API is that of a running `npm start`. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api': 'http://127.0.0.1:4000' } },
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2024',
    // Fonts and icons stay files: the content security policy allows no data: sources for them.
    assetsInlineLimit: 0,
    // 500 kB before compression is Vite's default; the bar of the project is 250 kB gzip for the first page, checked by size.
    chunkSizeWarningLimit: 900,
  },
});
