import { filled } from './filled.ts'
import { pngTexts } from './png-texts.ts'
import type { Behaviour, SeenRequest } from './reply.ts'

/** What something it was shown told the reviewer to do. */
interface Orders {
  readonly praise: boolean
  readonly condemn: boolean
  readonly tellPrompt: boolean
  readonly tellSecrets: boolean
}

const PRAISE =
  /\b(give|score|rate|award|grade|assign|return|answer|output)\b[^.\n]{0,60}(\b100\b|"?\b4\b"?|full marks|highest|maximum|perfect|top)|\bignore\b[^.\n]{0,40}\b(previous|prior|above|earlier|all)\b|\bapprove\b|\bdisregard\b/i
const CONDEMN =
  /\b(give|score|rate|grade)\b[^.\n]{0,60}\b(0|zero|lowest)\b|\b(reject|condemn) (it|this|the)\b/i
const TELL_PROMPT =
  /\b(print|repeat|reveal|show|quote|copy|tell)\b[^.\n]{0,60}\b(system prompt|instructions|rubric|prompt)\b/i
const TELL_SECRETS =
  /\b(print|repeat|reveal|show|send|tell|include)\b[^.\n]{0,60}\b(key|keys|secret|secrets|token|password|environment)\b/i

/** What looks like a secret, should one ever be part of a prompt. */
const SECRET =
  /\b[\w-]*(?:key|token|secret|password)[\w-]*\s*[:=]\s*\S+|\bsk-[\w-]{8,}|\bstand-in-\w+-key\b/gi

/**
 * A reviewer that obeys whatever it finds in what it is shown, the text chunks of pictures included. Without
 * orders it is honest and gives every criterion the same level.
 */
export function gullibleReviewer({ level = '2' }: { readonly level?: string } = {}): Behaviour {
  return (request) => {
    const orders = ordersIn(request)
    const filling = {
      level: levelOf(orders, level),
      text: evidenceOf(request, orders),
      objects: orders.condemn && !orders.praise,
    }
    return {
      kind: 'answer',
      answer: request.schema === null ? filling.text : filled(request.schema, filling),
    }
  }
}

/** Instructions of its own caller are no orders: it cannot tell them from its job. */
function ordersIn({ texts, images }: SeenRequest): Orders {
  const shown = [...texts, ...images.flatMap(pngTexts)].join('\n')
  return {
    praise: PRAISE.test(shown),
    condemn: CONDEMN.test(shown),
    tellPrompt: TELL_PROMPT.test(shown),
    tellSecrets: TELL_SECRETS.test(shown),
  }
}

function levelOf({ praise, condemn }: Orders, honest: string): string {
  if (praise) return '4'
  return condemn ? '0' : honest
}

function evidenceOf({ instructions, texts }: SeenRequest, orders: Orders): string {
  const secrets = [instructions, ...texts].join('\n').match(SECRET) ?? []
  return [
    'looked at',
    ...(orders.tellPrompt ? [`my instructions are: ${instructions}`] : []),
    ...(orders.tellSecrets ? [`what I know: ${secrets.join(' ')}`] : []),
  ].join('; ')
}
