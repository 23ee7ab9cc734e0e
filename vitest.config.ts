import { defineConfig } from 'vitest/config'

/** Two cores are the smallest machine the suite is meant for; more workers starve the real parts. */
const WORKERS = 2

/**
 * Nothing measures a file that is generated or a test itself, nor one that only ever runs in another process or
 * in Temporal's isolate: those are proved by the tests of what they do, where this runner cannot count lines.
 */
const NOT_MEASURED = [
  '**/main.ts',
  'workflows/**',
  'api/server.ts',
  'cli/io.ts',
  'deploy/**',
  'parts/leash.ts',
  'parts/test-server.ts',
  'sandbox/renderer/vega-{axes,canvas,child,draw,read,scene}.ts',
  '**/*.test.ts',
  '**/*.config.ts',
  '**/*.d.ts',
  'test/**',
  'scripts/**',
  'bench/**',
  'db/migrations/**',
  'node_modules/**',
]

/** Tests ask stand-ins only: no key of the developer's reaches them, whether it is exported or in `.env`. */
const NO_KEYS = {
  PYPLOTS_ENV_FILE: '/dev/null',
  ANTHROPIC_API_KEY: '',
  OPENAI_API_KEY: '',
  GOOGLE_API_KEY: '',
  LOCAL_MODEL_URL: '',
  LOCAL_MODEL: '',
  LOCAL_MODEL_KEY: '',
}

export default defineConfig({
  test: {
    maxWorkers: WORKERS,
    env: NO_KEYS,
    coverage: {
      provider: 'v8',
      include: ['**/*.ts'],
      exclude: NOT_MEASURED,
      reporter: ['text-summary', 'json-summary', 'html'],
      reportOnFailure: true,
      thresholds: {
        lines: 90,
        statements: 90,
        branches: 90,
        'domain/**': { 100: true },
      },
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: ['**/*.workflow.test.ts', 'test/**', 'node_modules/**', '.pyplots/**'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'workflow',
          include: ['**/*.workflow.test.ts'],
          exclude: ['node_modules/**', '.pyplots/**'],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: { name: 'house', include: ['test/house/**/*.test.ts'], testTimeout: 30_000 },
      },
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: ['test/house/**'],
          pool: 'forks',
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
