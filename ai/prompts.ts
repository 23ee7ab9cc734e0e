import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { Library } from '../domain/plot/plot.schema.ts'
import { sha256 } from '../hash.ts'

/** Instructions for a model. The digest is part of every key of what a model said: another text, another answer. */
export interface Prompt {
  readonly name: string
  readonly text: string
  readonly digest: string
}

type PromptName = 'review' | 'draft' | 'author' | 'author-variant' | `author-${Library}`

/**
 * Reads `ai/prompts/{name}.md`.
 * @param root the checkout
 */
export async function loadPrompt(root: string, name: PromptName): Promise<Prompt> {
  const text = await readFile(join(root, 'ai', 'prompts', `${name}.md`), 'utf8')
  return { name, text, digest: sha256(text) }
}
