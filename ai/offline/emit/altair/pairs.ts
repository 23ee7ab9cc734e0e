import type { Slot } from '../../../../domain/plot/plot.schema.ts'
import { docstring } from '../../file.ts'
import type { Module } from '../../file.ts'
import { block, call, chain, keywords, options, prefix, suffix } from '../../layout.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { asNames, complete, opacity, PALETTE_CONSTANT, whenGiven } from '../common.ts'
import { namesOf, TITLE_COLUMNS } from '../pairs.ts'
import { label, parts, titled } from './module.ts'
import { styleHelper, titleHelper } from './style.ts'

/** A scatter plot per pair of numbers, and a histogram of each. */
export function pairs(plan: Plan<'pair-grid'>): Module {
  const { color } = plan.roles
  const body = [
    ...complete(plan.roles),
    namesOf(plan),
    'table = pd.DataFrame({f"v{i}": frame[name] for i, name in enumerate(names)})',
    'table["color"] = ""',
    'looks = {"color": alt.value(PALETTE[0])}',
    ...whenGiven(color, grouped(color)),
    `alpha = ${opacity(plan, 'frame')}`,
    'room = {"width": 560 / len(names), "height": 290 / len(names)}',
    'cells = []',
    block('for i, row in enumerate(names)', [
      block('for j, column in enumerate(names)', [
        'below = column if i == len(names) - 1 else None',
        block('if j > i', ['cell = alt.Chart(table[:0]).mark_point()']),
        block('elif j == i', [prefix('cell = ', counts())]),
        block('else', [prefix('cell = ', points())]),
        'cells.append(cell.properties(**room))',
      ]),
    ]),
    prefix(
      'chart = ',
      call('alt.concat', ['*cells', ...keywords({ columns: 'len(names)', title: 'TITLE', spacing: '14' })]),
    ),
    'return _style(chart)',
  ]
  return {
    ...parts(plan, body, 'alt.ConcatChart'),
    imports: ['import altair as alt', 'import numpy as np', 'import pandas as pd'],
    constants: [PALETTE_CONSTANT],
    helpers: [
      titleHelper(TITLE_COLUMNS),
      axisHelper(),
      countsHelper(plan),
      styleHelper(plan, 'alt.ConcatChart'),
    ],
  }
}

function grouped(color: Slot | null): readonly Statement[] {
  const name = color?.name ?? ''
  return [
    `table["color"] = ${asNames(`frame[${name}]`)}`,
    'kinds = list(table["color"].unique())',
    'place = alt.Legend(orient="none", legendX=560, legendY=0)',
    prefix('hue = ', call('alt.Color', ['"color:N"', titled(label(name))])),
    'looks = {"color": hue.scale(domain=kinds, range=PALETTE).legend(place)}',
  ]
}

function counts() {
  return chain([
    'alt.Chart(_counts(table, f"v{i}"))',
    '.mark_bar(binSpacing=0, stroke="white", strokeWidth=0.4)',
    call('.encode', [
      ...keywords({
        x: '_axis(alt.X("start:Q", bin="binned"), table[f"v{i}"], below)',
        x2: '"end:Q"',
        y: 'alt.Y("count:Q", axis=None)',
      }),
      '**looks',
    ]),
  ])
}

function points() {
  return chain([
    'alt.Chart(table)',
    '.mark_point(filled=True, size=20, opacity=alpha)',
    call('.encode', [
      ...keywords({
        x: '_axis(alt.X(f"v{j}:Q"), table[f"v{j}"], below)',
        y: call('_axis', ['alt.Y(f"v{i}:Q")', 'table[f"v{i}"]', 'row if j == 0 else None']),
      }),
      '**looks',
    ]),
  ])
}

/** The function that sets an axis; what stands at the outer edge of the grid has texts. */
function axisHelper(): Statement {
  const head = call('def _axis', ['channel: alt.X | alt.Y', 'values: pd.Series', 'name: str | None'])
  return block(suffix(head, ' -> alt.X | alt.Y'), [
    ...docstring('Set an axis; those at the outer edge of the grid have texts.'),
    'title = None if name is None else _title(name)',
    'span = [float(values.min()), float(values.max())]',
    'shown = channel.scale(domain=span, nice=True).title(title)',
    'return shown.axis(labels=name is not None, tickCount=4, format=",~f")',
  ])
}

function countsHelper(plan: Plan<'pair-grid'>): Statement {
  const row = options({ start: 'edges[:-1]', end: 'edges[1:]', count: 'counts' })
  return block('def _counts(table: pd.DataFrame, column: str) -> pd.DataFrame', [
    ...docstring('Count how many values of each group lie in equal intervals.'),
    `edges = np.histogram_bin_edges(table[column], bins=${plan.bins})`,
    'parts = []',
    block('for kind, part in table.groupby("color", sort=False)', [
      'counts, _ = np.histogram(part[column], bins=edges)',
      prefix('part = ', call('pd.DataFrame', [row])),
      'parts.append(part.assign(color=kind))',
    ]),
    'return pd.concat(parts)',
  ])
}
