import { SIZES } from '../../design.ts'
import { docstring } from '../../file.ts'
import type { Module } from '../../file.ts'
import { block, call, keywords, options, prefix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { asNames, COLOR_CONSTANT, complete, label, PALETTE_CONSTANT } from '../common.ts'
import { BUBBLE_OPACITY, BUBBLE_PX, KEY_COLOR, KEY_TEXT, keysHelper, largestFirst } from '../sizes.ts'
import { COMMON, traces, parts } from './module.ts'

/** One bubble per row. */
export function bubbles(plan: Plan<'bubble'>): Module {
  const { roles } = plan
  const { color } = roles
  const looks: Readonly<Record<string, Doc>> =
    color === null
      ? { color_discrete_sequence: '[COLOR]' }
      : { color: color.name, color_discrete_sequence: 'PALETTE' }
  const own = { size: roles.size.name, ...looks, opacity: BUBBLE_OPACITY, render_mode: '"svg"' }
  const drawn = call('px.scatter', [
    'frame',
    ...keywords({ x: roles.x.name, y: roles.y.name, ...own, ...COMMON }),
  ])
  const marker = options({ sizeref: 'largest / (2 * RADIUS**2)', line: '{"width": 0}' })
  const body = [
    ...complete(roles),
    ...largestFirst(roles.size),
    ...assigned(plan),
    prefix('fig = ', drawn),
    traces({ marker }),
    '_style(fig)',
    call('_add_sizes', ['fig', 'largest', label(roles.size.name)]),
    'return fig',
  ]
  const shared = parts(plan, body)
  return {
    ...shared,
    standardImports: ['import math'],
    constants: [color === null ? COLOR_CONSTANT : PALETTE_CONSTANT, radius()],
    helpers: [keysHelper(), ...shared.helpers, sizesHelper()],
  }
}

function radius(): Doc {
  return `RADIUS = ${BUBBLE_PX / 2}  # of the largest bubble, in pixels`
}

/** Areas cannot be negative; numbers that name groups become text. */
function assigned({ roles: { size, color } }: Plan<'bubble'>): readonly Statement[] {
  const column = (name: string, values: string) =>
    prefix('frame = ', call('frame.assign', [`**{${name}: ${values}}`]))
  const areas = column(size.name, `frame[${size.name}].clip(lower=0)`)
  if (color === null) return [areas]
  const names = column(color.name, asNames(`frame[${color.name}]`))
  return [areas, ...(color.required ? [names] : [block(`if ${color.name} is not None`, [names])])]
}

/** plotly has no legend of sizes: circles beside the plot, and the numbers they stand for. */
function sizesHelper(): Statement {
  const circle = call(
    'fig.add_shape',
    keywords({
      type: '"circle"',
      xref: '"paper"',
      yref: '"paper"',
      xsizemode: '"pixel"',
      ysizemode: '"pixel"',
      xanchor: '1',
      yanchor: '0',
      x0: '20 + RADIUS - radius',
      x1: '20 + RADIUS + radius',
      y0: 'bottom',
      y1: 'bottom + 2 * radius',
      fillcolor: KEY_COLOR,
      line_width: '0',
    }),
  )
  const note = (words: string, place: Readonly<Record<string, Doc>>) =>
    call('fig.add_annotation', [
      ...keywords({ text: words, x: '1', y: '0', xref: '"paper"', yref: '"paper"', ...place }),
      ...keywords({ xanchor: '"left"', showarrow: 'False' }),
    ])
  const head = 'def _add_sizes(fig: go.Figure, largest: float, title: str) -> None'
  return block(head, [
    ...docstring('Add bubbles of round sizes to the right of the plot.'),
    'bottom = 0.0',
    block('for key in reversed(_keys(largest))', [
      'radius = RADIUS * math.sqrt(key / largest)',
      circle,
      note(KEY_TEXT, { xshift: '34 + 2 * RADIUS', yshift: 'bottom + radius', yanchor: '"middle"' }),
      'bottom += 2 * radius + 12',
    ]),
    note('f"<b>{title}</b>"', {
      xshift: '18',
      yshift: 'bottom',
      yanchor: '"bottom"',
      font_size: String(SIZES.tick),
    }),
    'fig.update_layout(margin_r=170)',
  ])
}
