import { SIZES } from '../../design.ts'
import { call, keywords, options, prefix } from '../../layout.ts'
import type { Statement } from '../../layout.ts'

/** The title and the looks of the colour scale. */
export function colorScale(title: string): readonly Statement[] {
  const font = options({ size: String(SIZES.label) })
  const bar = options({
    title: options({ text: title, side: '"right"', font }),
    thickness: '16',
    outlinewidth: '0',
    ticks: '""',
    ticksuffix: '"  "',
  })
  return [prefix('bar = ', bar), call('fig.update_coloraxes', keywords({ colorbar: 'bar' }))]
}
