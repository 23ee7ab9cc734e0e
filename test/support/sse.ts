/** One frame of a stream of Server-Sent Events. */
export interface Frame {
  readonly id: string | null
  readonly event: string | null
  readonly data: string | null
}

/** Reads the frames of a response one by one. */
export function readFrames(response: Response): { next(): Promise<Frame | null>; close(): Promise<void> } {
  const body = response.body
  if (body === null) throw new Error('the response has no body')
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  return {
    async next() {
      for (;;) {
        const end = text.indexOf('\n\n')
        if (end >= 0) {
          const frame = parseFrame(text.slice(0, end))
          text = text.slice(end + 2)
          if (frame.event !== null) return frame
          continue
        }
        const { done, value } = await reader.read()
        if (done) return null
        text += decoder.decode(value, { stream: true })
      }
    },
    close: () => reader.cancel(),
  }
}

function parseFrame(text: string): Frame {
  const field = (name: string) => {
    const line = text.split('\n').find((candidate) => candidate.startsWith(`${name}: `))
    return line === undefined ? null : line.slice(name.length + 2)
  }
  return { id: field('id'), event: field('event'), data: field('data') }
}
