import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { sha256 } from '../hash.ts'

/** Instructions for a model. The digest is part of every key of what a model said: another text, another answer. */
export interface Prompt {
  readonly name: string
  readonly text: string
  readonly digest: string
}

/**
 * Reads `ai/prompts/{name}.md`.
 * @param root the checkout
 */
export async function loadPrompt(root: string, name: 'review'): Promise<Prompt> {
  const text = await readFile(join(root, 'ai', 'prompts', `${name}.md`), 'utf8')
  return { name, text, digest: sha256(text) }
}
