import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { CountReporter } from './reporter.ts'

const shuffle = { files: true, tests: true }

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    environment: 'node',
    pool: 'forks',
    reporters: ['default', new CountReporter()],
    // A zone that no server has and no fixture names: whatever reads the machine's own zone comes out 45 minutes off.
    env: { TZ: 'Asia/Kathmandu' },
    coverage: {
      provider: 'v8',
      include: ['{parsers,data,crawler,server}/**/*.{ts,tsx}'],
      reporter: ['text-summary', 'html'],
      reportsDirectory: 'coverage',
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/e2e/**'],
          // Whatever the machine does besides: only what hangs is ended by these.
          testTimeout: 90_000,
          hookTimeout: 90_000,
          maxWorkers: '100%',
          sequence: { shuffle, groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.{ts,tsx}'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          globalSetup: ['test/support/browser-setup.ts'],
          // Each starts a browser and servers of its own: one file at a time keeps their timing honest.
          fileParallelism: false,
          sequence: { shuffle, groupOrder: 2 },
        },
      },
    ],
  },
})
