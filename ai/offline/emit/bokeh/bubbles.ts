import { SIZES } from '../../design.ts'
import type { Module } from '../../file.ts'
import { block, call, keywords, options, prefix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import {
  areDates,
  COLOR_CONSTANT,
  complete,
  groupsHelper,
  kinds,
  label,
  PALETTE_CONSTANT,
  textColor,
} from '../common.ts'
import { BUBBLE_OPACITY, BUBBLE_PX, largestFirst } from '../sizes.ts'
import { makeFigure, numberFormats, numberTip, parts } from './module.ts'
import { axisType, hover, legend } from './positions.ts'
import { styleHelper } from './style.ts'

/** One bubble per row. */
export function bubbles(plan: Plan<'bubble'>): Module {
  const { roles } = plan
  const grouped = roles.color !== null
  const body = [
    ...complete(roles),
    ...largestFirst(roles.size),
    ...(kinds(roles.x).dates ? [`is_date = ${areDates(roles.x)}`] : []),
    makeFigure([label(roles.x.name), label(roles.y.name)], axisType(plan)),
    ...sizeLine(plan),
    ...layers(plan),
    ...legend(plan),
    ...numberFormats(roles.x),
    ...hover(plan, [numberTip(label(roles.size.name), 'amount')]),
    '_style(fig)',
    'return fig',
  ]
  const models = [
    'ColumnDataSource',
    'HoverTool',
    ...(grouped ? ['Legend'] : []),
    'NumeralTickFormatter',
    'Spacer',
    'Title',
  ]
  return {
    ...parts(plan, body, models),
    constants: [
      grouped ? PALETTE_CONSTANT : COLOR_CONSTANT,
      `WIDTH = ${BUBBLE_PX}  # of the largest bubble, in pixels`,
    ],
    helpers: [...(grouped ? [groupsHelper()] : []), styleHelper(plan)],
  }
}

function layers({ roles: { x, y, size, color } }: Plan<'bubble'>): readonly Statement[] {
  const source = (rows: string): readonly Statement[] => [
    `areas = ${rows}[${size.name}].clip(lower=0)`,
    prefix(
      'source = ',
      call('ColumnDataSource', [
        options({
          x: `${rows}[${x.name}]`,
          y: `${rows}[${y.name}]`,
          amount: `${rows}[${size.name}]`,
          width: 'WIDTH * (areas / largest) ** 0.5',
        }),
      ]),
    ),
  ]
  const drawn = (fill: Doc) =>
    call('fig.scatter', [
      '"x"',
      '"y"',
      ...keywords({
        source: 'source',
        size: '"width"',
        fill_color: fill,
        fill_alpha: BUBBLE_OPACITY,
        line_color: 'None',
      }),
    ])
  if (color === null) return [...source('frame'), drawn('COLOR')]
  return [
    'layers = []',
    block(`for i, (legend_name, part) in enumerate(_groups(frame, ${color.name}))`, [
      ...source('part'),
      prefix('glyphs = ', drawn('PALETTE[i % len(PALETTE)]')),
      'layers.append((legend_name, [glyphs]))',
    ]),
  ]
}

/** bokeh has no legend of sizes: a line under the title says what the areas stand for. */
function sizeLine(plan: Plan<'bubble'>): readonly Statement[] {
  const looks = {
    text: 'words',
    text_font: '"sans-serif"',
    text_font_size: `"${SIZES.tick}px"`,
    text_font_style: '"normal"',
    text_color: textColor(plan),
  }
  return [
    prefix('sized = ', label(plan.roles.size.name)),
    'words = f"Area of a bubble: {sized}, the largest one {largest:,.4g}"',
    prefix('line = ', call('Title', keywords(looks))),
    'fig.add_layout(line, "above")',
  ]
}
