import { points, SIZES } from '../design.ts'
import { call, keywords, prefix } from '../layout.ts'
import type { Statement } from '../layout.ts'

/** Puts a colour scale with a title beside the plot. */
export function colorScale(mappable: string, title: string): readonly Statement[] {
  return [
    prefix(
      'scale = ',
      call('fig.colorbar', [mappable, ...keywords({ ax: 'ax', pad: '0.02', aspect: '24' })]),
    ),
    ...colorScaleLooks(title),
  ]
}

/** How the texts of `scale` look. */
export function colorScaleLooks(title: string): readonly Statement[] {
  const looks = { color: 'TEXT', fontsize: points(SIZES.label), labelpad: '10', parse_math: 'False' }
  const ticks = { length: '0', pad: '6', labelcolor: 'TEXT', labelsize: points(SIZES.tick) }
  return [
    call('scale.set_label', [title, ...keywords(looks)]),
    call('scale.ax.tick_params', keywords(ticks)),
    'scale.outline.set_visible(False)',
  ]
}
