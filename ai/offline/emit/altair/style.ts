import { COLORS, SIZES, AXIS_TITLE_COLUMNS } from '../../design.ts'
import { docstring } from '../../file.ts'
import { block, call, chain, keywords, prefix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { literal } from '../../python.ts'
import { isPanelled, isShaded, styleSummary, textColor } from '../common.ts'

/** The function that gives the title of a column. */
export function titleHelper(): Statement {
  return block('def _title(column: str) -> list[str]', [
    ...docstring('Give the lines of a title; Vega-Lite would read its backslashes as code.'),
    String.raw`words = LABELS.get(column, column).replace("\\", "\N{SET MINUS}")`,
    `return textwrap.wrap(words, ${AXIS_TITLE_COLUMNS})`,
  ])
}

/** The function that sets the texts and the grid of an altair chart. */
export function styleHelper(plan: Plan, chart: string): Statement {
  const [values, others] = plan.horizontal ? ['X', 'Y'] : ['Y', 'X']
  const turned = plan.design.rotateTicks && !plan.horizontal ? { labelAngle: '-35' } : { labelAngle: '0' }
  const size = String(SIZES.tick)
  const axis = {
    labelFontSize: size,
    labelColor: 'text',
    labelPadding: '8',
    labelFlush: 'False',
    ticks: 'False',
    titleFontSize: String(SIZES.label),
    titleFontWeight: '"normal"',
    titleColor: 'text',
    titlePadding: '12',
    tickCount: isPanelled(plan) ? '4' : '6',
    gridColor: literal(COLORS.grid),
    domainColor: literal(COLORS.line),
  }
  const title = {
    anchor: '"start"',
    frame: '"group"',
    fontSize: String(plan.titleSize),
    fontWeight: '600',
    color: literal(COLORS.title),
    offset: '16',
  }
  const shaded = isShaded(plan)
  const bare: Readonly<Record<string, Doc>> = shaded ? { domain: 'False' } : {}
  // Panels have sizes of their own.
  const fit = isPanelled(plan) ? [] : ['autosize=alt.AutoSizeParams(type="fit", contains="padding")']
  return block(`def _style(chart: ${chart}) -> ${chart}`, [
    ...docstring(styleSummary(plan)),
    `text = ${textColor(plan)}`,
    prefix(
      'return ',
      chain([
        call('chart.properties', [...fit, `padding=${plan.design.roomy ? 32 : 16}`]),
        '.configure(font="sans-serif", lineBreak="\\n")',
        '.configure_view(stroke=None)',
        call('.configure_title', keywords(title)),
        call('.configure_axis', keywords(axis)),
        call(`.configure_axis${values}`, keywords({ domain: 'False', ...(shaded ? { grid: 'False' } : {}) })),
        call(`.configure_axis${others}`, keywords({ ...bare, grid: 'False', ...turned })),
        ...legend(plan),
      ]),
    ),
  ])
}

/** How the legend or the colour scale looks, where there is one. */
function legend(plan: Plan): readonly Doc[] {
  const shaded = isShaded(plan)
  const colored = 'color' in plan.roles && plan.roles.color !== null
  const grouped = colored || plan.type === 'bubble' || plan.type === 'candlestick'
  if (!grouped && !shaded) return []
  const size = String(SIZES.tick)
  const looks = {
    labelFontSize: size,
    titleFontSize: size,
    titleFontWeight: '600',
    rowPadding: '6',
    labelColor: 'text',
    titleColor: 'text',
    ...(shaded ? { gradientLength: '280', gradientThickness: '16' } : {}),
  }
  const place: Readonly<Record<string, Doc>> = plan.design.legendBelow
    ? { orient: '"bottom"' }
    : { offset: '20' }
  return [call('.configure_legend', keywords({ ...looks, ...place }))]
}
