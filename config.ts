import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'

import {
  BUDGET_USD_MAX,
  BUDGET_USD_PER_DAY,
  BUDGET_USD_PER_PROVIDER_DAY,
  BUDGET_USD_PER_RUN,
} from './domain/budget/limits.ts'
import { AppError } from './domain/errors.ts'
import { ModelFamily } from './domain/review/family.schema.ts'

const optionalText = z.string().min(1).optional()
const httpUrl = z.url({ protocol: /^https?$/ })
const dollars = z.coerce.number().min(0).max(BUDGET_USD_MAX)

/** Every setting the engine reads, from `.env` and the environment; the environment wins. */
export const Settings = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^:\s/]+:\d+$/, 'use HOST:PORT')
    .optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_API_KEY: optionalText,
  TEMPORAL_TLS_CERT: optionalText,
  TEMPORAL_TLS_KEY: optionalText,
  CHROMIUM_PATH: optionalText,
  SANDBOX_TIER: z.enum(['ns', 'lsm']).default('ns'),
  PYPLOTS_HOME: optionalText,
  PYPLOTS_CACHE: optionalText,
  PYPLOTS_CATALOGUE: optionalText,
  PUBLISH_MODE: z.enum(['local']).default('local'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(8000),
  METRICS_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  TEMPORAL_UI_PORT: z.coerce.number().int().min(0).max(65535).default(8233),
  PUBLIC_URL: httpUrl.optional(),
  AUTH: z.enum(['on', 'off']).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  BUDGET_USD_PER_RUN: dollars.default(BUDGET_USD_PER_RUN),
  BUDGET_USD_PER_DAY: dollars.default(BUDGET_USD_PER_DAY),
  BUDGET_USD_PER_PROVIDER_DAY: dollars.default(BUDGET_USD_PER_PROVIDER_DAY),
  PYPLOTS_URL: z.url().optional(),
  PYPLOTS_TOKEN: optionalText,
  SANDBOX_SOCKET: optionalText,
  ENVIRONMENTS_FILE: optionalText,
  RUFF_PATH: optionalText,
  ANTHROPIC_API_KEY: optionalText,
  ANTHROPIC_BASE_URL: httpUrl.default('https://api.anthropic.com'),
  OPENAI_API_KEY: optionalText,
  OPENAI_BASE_URL: httpUrl.default('https://api.openai.com/v1'),
  GOOGLE_API_KEY: optionalText,
  GOOGLE_BASE_URL: httpUrl.default('https://generativelanguage.googleapis.com'),
  GOOGLE_CLIENT: z.enum(['genai', 'generative-ai']).default('genai'),
  LOCAL_MODEL_URL: httpUrl.optional(),
  LOCAL_MODEL: optionalText,
  AUTHOR: z.enum(['auto', 'offline', ...ModelFamily.options]).default('auto'),
  LOCAL_MODEL_KEY: optionalText,
})
export type Settings = z.infer<typeof Settings>

/** Settings with the places derived from them. */
export interface Config extends Settings {
  /** the checkout: where `plots/`, `sandbox/` and `db/migrations/` are */
  readonly root: string
  /** state of this checkout's engine */
  readonly home: string
  /** tools shared by all checkouts of this user */
  readonly cache: string
  /** the folder that holds `plots/` and `data/`: the checkout unless set */
  readonly catalogue: string
}

/**
 * Reads the configuration once, at process start. `PYPLOTS_ENV_FILE` names another file than `.env`.
 * @param root the checkout, whose `.env` is read too
 * @throws AppError `invalid` with every faulty setting listed
 */
export function loadConfig(environment: NodeJS.ProcessEnv = process.env, root = projectRoot()): Config {
  const file = environment['PYPLOTS_ENV_FILE'] ?? join(root, '.env')
  const merged = { ...readDotEnv(file), ...withoutEmpty(environment) }
  const parsed = Settings.safeParse(merged)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => ({
      path: issue.path.join('.'),
      message: issue.message,
    }))
    const list = problems.map((problem) => `  ${problem.path}: ${problem.message}`).join('\n')
    throw new AppError('invalid', `these settings are wrong (see .env.example):\n${list}`, { problems })
  }
  const settings = parsed.data
  return {
    ...settings,
    root,
    home: absolute(settings.PYPLOTS_HOME ?? '.pyplots', root),
    cache: absolute(settings.PYPLOTS_CACHE ?? defaultCache(environment), root),
    catalogue: absolute(settings.PYPLOTS_CATALOGUE ?? '.', root),
  }
}

/** Keys that cost money when they are used. */
const MODEL_KEYS = ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'GOOGLE_API_KEY', 'LOCAL_MODEL_KEY']

/** Settings, or an environment, for a process that asks no models: without the keys to them. */
export function withoutModelKeys<Values extends object>(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !MODEL_KEYS.includes(name))) as Values
}

/** The nearest folder above this file that holds the project's `package.json`. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new AppError('internal', `no package.json above ${import.meta.url}`)
    folder = parent
  }
  return folder
}

/** Root's own cache lies below a folder that other users cannot enter, so root uses the machine's. */
function defaultCache(environment: NodeJS.ProcessEnv): string {
  if (environment['XDG_CACHE_HOME']) return join(environment['XDG_CACHE_HOME'], 'pyplots')
  return process.getuid?.() === 0 ? '/var/cache/pyplots' : join(homedir(), '.cache', 'pyplots')
}

function absolute(path: string, base: string): string {
  return isAbsolute(path) ? path : resolve(base, path)
}

function withoutEmpty(environment: NodeJS.ProcessEnv): Record<string, string> {
  const entries = Object.entries(environment).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return Object.fromEntries(entries)
}

function readDotEnv(path: string): Record<string, string> {
  if (!existsSync(path)) return {}
  const lines = readFileSync(path, 'utf8').matchAll(
    /^[ \t]*(?:export[ \t]+)?([A-Z_][A-Z0-9_]*)[ \t]*=[ \t]*(\S.*?)\s*$/gm,
  )
  return Object.fromEntries([...lines].map(([, name, value]) => [name, unquote(String(value))]))
}

function unquote(value: string): string {
  return /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value
}
