import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

/** What a stand-in answers: a JSON document, or a text when it is one. */
export interface Answer {
  readonly status?: number
  readonly body: unknown
}

/** A request as it came in. */
export interface Seen {
  readonly method: string
  readonly path: string
  readonly authorization: string | undefined
  readonly body: string
}

/** Answers by path, for one test; a path it does not know breaks the connection. */
export async function standInApi(answers: (request: Seen) => Answer | undefined): Promise<{
  readonly url: string
  readonly seen: readonly Seen[]
}> {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method = '', url: path = '', headers } = request
      const one = { method, path, authorization: headers.authorization, body }
      seen.push(one)
      const answer = answers(one)
      if (answer === undefined) return request.socket.destroy()
      response.statusCode = answer.status ?? 200
      return response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { url: `http://127.0.0.1:${address.port}`, seen }
}
