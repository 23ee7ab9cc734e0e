import { messageOf } from '../../domain/errors.ts'
import { fontFiles } from './fonts.ts'
import { useFonts } from './vega-canvas.ts'
import { drawVega } from './vega-draw.ts'
import { VegaRequest } from './vega-scene.ts'
import type { VegaAnswer } from './vega-scene.ts'

/** Longest message of a refused figure, in characters. */
const MESSAGE_LENGTH_MAX = 500

const [root = '', fallbackFonts = ''] = process.argv.slice(2)
useFonts(fontFiles(root, fallbackFonts))

process.on('message', (message) => void answer(VegaRequest.parse(message)))
process.once('disconnect', () => process.exit(0))
send({ kind: 'ready' })

async function answer({ id, spec, picture }: VegaRequest): Promise<void> {
  try {
    const { png, scene } = await drawVega(spec, picture)
    send({ kind: 'drawn', id, png, scene })
  } catch (error) {
    const message = messageOf(error)
    send({ kind: 'refused', id, message: message.slice(0, MESSAGE_LENGTH_MAX) })
  }
}

function send(message: VegaAnswer): void {
  process.send?.(message)
}
