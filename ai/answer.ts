import type * as z from 'zod'

import type { ModelReply } from './provider.ts'

/** What a reply says in the shape that was asked for, or why it says nothing of use. */
export type Answer<Value> =
  | { readonly kind: 'answer'; readonly value: Value }
  | {
      readonly kind: 'unusable'
      readonly fault: 'unparseable' | 'cut_off' | 'refusal'
      /** for the model, when it is asked a second time; holds nothing of its answer but the names of fields */
      readonly message: string
    }

/** Faults that a second ask is told about. */
const PROBLEMS_SHOWN = 8
const MESSAGE_LENGTH_MAX = 1000

/** Reads a reply with the zod schema whose portable form was sent along with the question. */
export function readAnswer<Value>(reply: ModelReply, schema: z.ZodType<Value>): Answer<Value> {
  if (reply.stop === 'refusal') return unusable('refusal', 'You declined to answer.')
  if (reply.stop === 'length') {
    return unusable('cut_off', 'Your answer was cut off. Answer again, shorter.')
  }
  const json = parseJson(reply.text)
  if (json === undefined) {
    return unusable('unparseable', 'Your answer was not JSON. Answer with one JSON object and nothing else.')
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { kind: 'answer', value: parsed.data }
  return unusable('unparseable', `Your answer did not have the shape asked for. ${problemsOf(parsed.error)}`)
}

function unusable(fault: 'unparseable' | 'cut_off' | 'refusal', message: string): Answer<never> {
  return { kind: 'unusable', fault, message: message.slice(0, MESSAGE_LENGTH_MAX) }
}

function problemsOf({ issues }: z.ZodError): string {
  const shown = issues.slice(0, PROBLEMS_SHOWN).map(({ path, message }) => `${path.join('.')}: ${message}`)
  return `Mend this: ${shown.join('; ')}`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(withoutFence(text.trim()))
  } catch {
    // Text that is no JSON is an answer too, of no use.
    return undefined
  }
}

/** Some local models put their JSON into a code block whatever they are told. */
function withoutFence(text: string): string {
  const firstEnd = text.indexOf('\n')
  const fenced = firstEnd > 0 && /^```(json)?\s*$/.test(text.slice(0, firstEnd)) && text.endsWith('```')
  return fenced ? text.slice(firstEnd, -3) : text
}
