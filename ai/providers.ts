import type { Config } from '../config.ts'
import { AppError } from '../domain/errors.ts'
import type { ModelFamily } from '../domain/review/family.schema.ts'
import type { ModelProvider } from './provider.ts'

/** The settings that providers are made from. */
export type ProviderSettings = Pick<
  Config,
  | 'ANTHROPIC_API_KEY'
  | 'ANTHROPIC_BASE_URL'
  | 'OPENAI_API_KEY'
  | 'OPENAI_BASE_URL'
  | 'GOOGLE_API_KEY'
  | 'GOOGLE_BASE_URL'
  | 'GOOGLE_CLIENT'
  | 'LOCAL_MODEL_URL'
  | 'LOCAL_MODEL'
  | 'LOCAL_MODEL_KEY'
>

/**
 * The providers that can be reached. A family without a key is left out and told of once; clients of families
 * that are left out are not even loaded.
 * @throws AppError `invalid` when only one of `LOCAL_MODEL_URL` and `LOCAL_MODEL` is set
 */
export async function createProviders(
  settings: ProviderSettings,
  tell: (line: string) => void,
): Promise<ReadonlyMap<ModelFamily, ModelProvider>> {
  const made = await Promise.all([anthropic(settings), openAi(settings), google(settings), local(settings)])
  const missing = made.filter((entry) => typeof entry === 'string')
  if (missing.length > 0) tell(`models not asked: ${missing.join(', ')}`)
  const providers = made.filter((entry) => typeof entry !== 'string')
  return new Map(providers.map((provider) => [provider.family, provider]))
}

/** Either a provider or what is missing for it. */
type Made = Promise<ModelProvider | string>

async function anthropic({ ANTHROPIC_API_KEY: apiKey, ANTHROPIC_BASE_URL: baseUrl }: ProviderSettings): Made {
  if (apiKey === undefined) return 'anthropic (no ANTHROPIC_API_KEY)'
  const { createAnthropicProvider } = await import('./anthropic.ts')
  return createAnthropicProvider({ apiKey, baseUrl })
}

async function openAi({ OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl }: ProviderSettings): Made {
  if (apiKey === undefined) return 'openai (no OPENAI_API_KEY)'
  const { createOpenAiProvider } = await import('./openai.ts')
  return createOpenAiProvider({ apiKey, baseUrl })
}

async function google(settings: ProviderSettings): Made {
  const { GOOGLE_API_KEY: apiKey, GOOGLE_BASE_URL: baseUrl, GOOGLE_CLIENT } = settings
  if (apiKey === undefined) return 'google (no GOOGLE_API_KEY)'
  if (GOOGLE_CLIENT === 'generative-ai') {
    const { createLegacyGoogleProvider } = await import('./google-legacy.ts')
    return createLegacyGoogleProvider({ apiKey, baseUrl })
  }
  const { createGoogleProvider } = await import('./google.ts')
  return createGoogleProvider({ apiKey, baseUrl })
}

async function local(settings: ProviderSettings): Made {
  const { LOCAL_MODEL_URL: baseUrl, LOCAL_MODEL: model, LOCAL_MODEL_KEY: apiKey } = settings
  if ((baseUrl === undefined) !== (model === undefined)) {
    throw new AppError('invalid', 'a local model needs both LOCAL_MODEL_URL and LOCAL_MODEL')
  }
  if (baseUrl === undefined) return 'local (no LOCAL_MODEL_URL)'
  const { createCompatibleProvider } = await import('./openai-compatible.ts')
  return createCompatibleProvider({ baseUrl, apiKey })
}
