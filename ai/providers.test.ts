import { describe, expect, it } from 'vitest'

import { loadConfig } from '../config.ts'
import { createProviders } from './providers.ts'

const EMPTY = '/nonexistent'

describe('createProviders', () => {
  it('makes a provider for each family with a key, whichever client Google is asked with', async () => {
    const keys = { ANTHROPIC_API_KEY: 'a', OPENAI_API_KEY: 'b', GOOGLE_API_KEY: 'c' }
    const local = { LOCAL_MODEL_URL: 'http://127.0.0.1:11434/v1', LOCAL_MODEL: 'qwen' }
    for (const client of ['genai', 'generative-ai']) {
      const lines: string[] = []
      const config = loadConfig({ ...keys, ...local, GOOGLE_CLIENT: client }, EMPTY)
      const providers = await createProviders(config, (line) => lines.push(line))
      expect([...providers.keys()]).toEqual(['anthropic', 'openai', 'google', 'local'])
      expect(lines).toEqual([])
    }
  })

  it('leaves out families without a key and says so once', async () => {
    const lines: string[] = []
    const providers = await createProviders(loadConfig({ OPENAI_API_KEY: 'b' }, EMPTY), (line) =>
      lines.push(line),
    )
    expect([...providers.keys()]).toEqual(['openai'])
    expect(lines).toEqual([
      'models not asked: anthropic (no ANTHROPIC_API_KEY), google (no GOOGLE_API_KEY), local (no LOCAL_MODEL_URL)',
    ])
  })

  it('refuses half of a local model', async () => {
    const config = loadConfig({ LOCAL_MODEL: 'qwen' }, EMPTY)
    await expect(createProviders(config, () => {})).rejects.toThrow(/both LOCAL_MODEL_URL and LOCAL_MODEL/)
  })
})
