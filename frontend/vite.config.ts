// Build, development server and unit tests of the front end; nothing about Django lives here.
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const ALONE = 'src/**/*.alone.test.{ts,tsx}';

export default defineConfig({
  base: '/static/frontend/',
  plugins: [react()],
  // rjsf's test helper names a validator that compiles schemas; ours interprets them (see there).
  resolve: {
    alias: {
      '@rjsf/validator-ajv8': fileURLToPath(new URL('src/ui/form/validator.ts', import.meta.url)),
    },
  },
  server: {
    port: Number(process.env.FERMATA_VITE_PORT ?? 5173),
    strictPort: true,
    cors: true,
    fs: { allow: ['..'] },
  },
  build: {
    outDir: '../static/frontend',
    emptyOutDir: true,
    manifest: 'manifest.json',
    // light-dark() must reach the browser as it is: the scheme is chosen at run time.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    rolldownOptions: {
      input: [
        'src/main.tsx',
        'src/early/entry.ts',
        // The first words of each language: the server names one of them before main.tsx.
        'src/strings/en/entry.ts',
        'src/strings/de/entry.ts',
        'src/ui/font.css',
      ],
    },
  },
  test: {
    restoreMocks: true,
    // Loading the form library takes seconds on a busy machine.
    testTimeout: 20_000,
    // Published for bundlers: they import without file endings.
    server: { deps: { inline: [/@rjsf/] } },
    // Tests of what draws are named `.tsx`, those of what listens to the page `.page.test.ts`. The others need
    // no page, and do not wait until one is made. Files share what is loaded, which takes longer than the tests;
    // those that load something else in its place are named `.alone.test` and share nothing.
    projects: [
      {
        extends: true,
        test: {
          name: 'plain',
          environment: 'node',
          isolate: false,
          setupFiles: ['src/test/words.ts'],
          include: ['src/**/*.test.ts'],
          exclude: ['src/**/*.page.test.ts', ALONE],
        },
      },
      {
        extends: true,
        test: {
          name: 'page',
          environment: 'jsdom',
          isolate: false,
          setupFiles: ['src/test/words.ts', 'src/test/setup.ts'],
          include: ['src/**/*.test.tsx', 'src/**/*.page.test.ts'],
          exclude: [ALONE],
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          environment: 'jsdom',
          setupFiles: ['src/test/words.ts', 'src/test/setup.ts'],
          include: [ALONE],
        },
      },
    ],
  },
});
