import { BOX_OPACITY, OUTLIER_OPACITY } from '../../design.ts'
import { docstring } from '../../file.ts'
import type { Module } from '../../file.ts'
import { block, call, dict, keywords, prefix } from '../../layout.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { boxNames, boxNumbers, complete, label } from '../common.ts'
import { categoryEnd, makeFigure, numberTip, simple } from './module.ts'

/** One box per category. */
export function boxes(plan: Plan<'boxplot'>): Module {
  const { roles } = plan
  const across = plan.horizontal
  const [names, numbers] = [label(roles.category.name), label(roles.value.name)]
  const body = [
    ...complete(roles),
    boxNumbers(plan, roles),
    boxNames(plan, roles),
    'boxes = pd.DataFrame([_box(name, keyed.get_group(name)) for name in names])',
    'source = ColumnDataSource(boxes.drop(columns="outliers").to_dict("list"))',
    'dots = boxes[["category", "outliers"]].explode("outliers").dropna()',
    makeFigure(across ? [numbers, names] : [names, numbers], {
      [across ? 'y_range' : 'x_range']: across ? 'names[::-1]' : 'names',
    }),
    ...boxGlyphs(across),
    ...categoryEnd(plan, names, [numberTip('"Median"', 'median')]),
  ]
  const module = simple(plan, body)
  return {
    ...module,
    imports: [...module.imports, 'from bokeh.transform import dodge'],
    helpers: [boxHelper(), ...module.helpers],
  }
}

/** bokeh has no box plot: boxes, medians, whiskers and outliers are glyphs of their own. */
function boxGlyphs(across: boolean): readonly Statement[] {
  const [along, range] = across ? ['y', 'fig.y_range'] : ['x', 'fig.x_range']
  const value = across ? 'x' : 'y'
  const shape = across
    ? { y: '"category"', left: '"q1"', right: '"q3"', height: '0.55' }
    : { x: '"category"', bottom: '"q1"', top: '"q3"', width: '0.55' }
  const edge = (side: string) => call('dodge', ['"category"', side, `range=${range}`])
  const thin = { source: 'source', line_color: 'COLOR', line_width: '1.5' }
  return [
    call(`fig.${across ? 'hbar' : 'vbar'}`, [
      ...keywords({ ...shape, fill_color: 'COLOR', fill_alpha: String(BOX_OPACITY), ...thin }),
    ]),
    call('fig.segment', [
      ...keywords({ [`${along}0`]: edge('-0.275'), [`${along}1`]: edge('0.275') }),
      ...keywords({ [`${value}0`]: '"median"', [`${value}1`]: '"median"', ...thin, line_width: '3' }),
    ]),
    block('for tip, side in (("low", "q1"), ("high", "q3"))', [
      call('fig.segment', [
        ...keywords({ [`${along}0`]: '"category"', [`${along}1`]: '"category"' }),
        ...keywords({ [`${value}0`]: 'tip', [`${value}1`]: 'side', ...thin }),
      ]),
      call('fig.segment', [
        ...keywords({ [`${along}0`]: edge('-0.14'), [`${along}1`]: edge('0.14') }),
        ...keywords({ [`${value}0`]: 'tip', [`${value}1`]: 'tip', ...thin }),
      ]),
    ]),
    call('fig.scatter', [
      ...keywords({
        [along]: '"category"',
        [value]: '"outliers"',
        source: 'ColumnDataSource(dots.to_dict("list"))',
      }),
      ...keywords({ size: '5', fill_color: 'COLOR', line_color: 'None', alpha: String(OUTLIER_OPACITY) }),
    ]),
  ]
}

/** The function that sums one category up as a box. */
function boxHelper(): Statement {
  return block('def _box(name: str, numbers: pd.Series) -> dict[str, object]', [
    ...docstring('Sum up one category: quartiles, ends of the whiskers, outliers.'),
    'q1, median, q3 = numbers.quantile([0.25, 0.5, 0.75])',
    'reach = 1.5 * (q3 - q1)',
    'near = numbers.between(q1 - reach, q3 + reach)',
    prefix(
      'return ',
      dict([
        ['"category"', 'name'],
        ['"q1"', 'q1'],
        ['"median"', 'median'],
        ['"q3"', 'q3'],
        ['"low"', 'numbers[near].min()'],
        ['"high"', 'numbers[near].max()'],
        ['"outliers"', 'list(numbers[~near])'],
      ]),
    ),
  ])
}
