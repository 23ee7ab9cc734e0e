import { OFF_AXIS } from './chart-rules.ts'
import { chartRules } from './charts.ts'
import type { Slot, Spec } from './plot.schema.ts'
import { slotRoles } from './roles.ts'
import type { SlotRoles } from './roles.ts'

/**
 * The text of `tests/test_spec.py`: what an implementation of the spec must show, for every library.
 * Equal specs give equal text; it is formatted as Black would.
 */
export function testSpecSource(spec: Spec): string {
  const roles = slotRoles(spec)
  const parts = [
    header(spec, countedSlots(spec, roles).length > 0),
    figureTest(),
    rowsTest(spec, roles),
    titlesTest(),
    unitsTest(spec, roles),
    legendTest(roles),
    changeTest(),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n\n')}\n`
}

function header(spec: Spec, rows: boolean): string {
  const imports = [
    'from __future__ import annotations',
    '',
    'from collections.abc import Callable',
    'from typing import Any',
  ]
  return [
    `"""Does an implementation of ${spec.plot_id} show what its specification asks for?`,
    '',
    'Generated from spec.yaml. Each test is called with what it names: the figure that',
    'plot() returned, its data, the column of each slot, and plot() itself.',
    '"""',
    '',
    ...imports,
    '',
    'import pandas as pd',
    'from harness.figures import look_at',
    ...(rows ? ['', '', ...completeRows()] : []),
  ].join('\n')
}

function completeRows(): readonly string[] {
  return [
    'def complete(',
    '    data: pd.DataFrame, columns: dict[str, str], slots: list[str]',
    ') -> pd.DataFrame:',
    '    """The rows that have a value in every one of these slots, and only those columns."""',
    '    used = [columns[slot] for slot in slots if slot in columns]',
    '    return data[used].dropna()',
  ]
}

function figureTest(): string {
  return [
    'def test_returns_a_figure(figure: Any) -> None:',
    '    """plot() returns a figure of a plotting library."""',
    '    assert look_at(figure).library in {"matplotlib", "plotly", "bokeh", "altair"}',
  ].join('\n')
}

function rowsTest(spec: Spec, roles: SlotRoles): string {
  const { counted, bars } = chartRules(spec.chart.type)
  const { test, sentence, per, drawn, more, times } = counted
  const slots = countedSlots(spec, roles)
  const often = times?.flatMap((role) => roles[role] ?? [])
  if (slots.length === 0) return ''
  const groups = slots.some(({ required }) => required)
    ? 'len(rows.drop_duplicates())'
    : 'len(rows.drop_duplicates()) if len(rows.columns) else 1'
  return [
    `def test_${test}(`,
    '    figure: Any, data: pd.DataFrame, columns: dict[str, str]',
    ') -> None:',
    `    """${sentence}"""`,
    '    slots = [',
    ...slots.map((slot) => `        ${pythonString(slot.name)},`),
    '    ]',
    '    rows = complete(data, columns, slots)',
    `    expected = ${per === 'row' ? 'len(rows)' : groups}${more === undefined ? '' : ` + ${more}`}`,
    ...(often === undefined ? [] : timesOf(often)),
    `    drawn = look_at(figure).${drawn}`,
    ...(bars === 'stacked' ? STACKED : ['    assert drawn == expected, f"{drawn} drawn of {expected}"']),
  ].join('\n')
}

/** Pairs without rows may be parts of no length. */
const STACKED = [
  '    pairs = rows.nunique().prod()',
  '    assert expected <= drawn <= pairs, f"{drawn} drawn of {expected}"',
]

function timesOf(slots: readonly Slot[]): readonly string[] {
  const names = slots.map((slot) => pythonString(slot.name)).join(', ')
  return [`    expected *= sum(slot in columns for slot in (${names}))`]
}

function countedSlots(spec: Spec, roles: SlotRoles): readonly Slot[] {
  return chartRules(spec.chart.type).counted.roles.flatMap((role) => roles[role] ?? [])
}

function titlesTest(): string {
  return [
    'def test_titles_both_axes(figure: Any, columns: dict[str, str]) -> None:',
    '    """Both axes have a title for people, not the name of a column."""',
    '    shown = look_at(figure)',
    '    for title in (shown.x_title, shown.y_title):',
    '        assert title, "an axis has no title"',
    '        raw = "_" in title and title in columns.values()',
    '        assert not raw, f"{title} is the name of a column"',
  ].join('\n')
}

function unitsTest(spec: Spec, roles: SlotRoles): string {
  const positions = Object.entries(roles).filter(([role]) => !OFF_AXIS.some((each) => each === role))
  const units = spec.data.flatMap((slot) => {
    const drawn = positions.some(([, each]) => each === slot) && slot.name in spec.sample.columns
    return drawn && slot.unit !== undefined ? [slot.unit] : []
  })
  if (units.length === 0) return ''
  return [
    'def test_names_the_units(figure: Any) -> None:',
    '    """The unit of each measurement stands in the title of its axis."""',
    '    for unit in [',
    ...[...new Set(units)].map((unit) => `        ${pythonString(unit)},`),
    '    ]:',
    '        assert look_at(figure).names_unit(unit), f"no axis title names {unit}"',
  ].join('\n')
}

function legendTest(roles: SlotRoles): string {
  if (roles.color === undefined) return ''
  const slot = pythonString(roles.color.name)
  return [
    'def test_explains_the_colors(',
    '    figure: Any, data: pd.DataFrame, columns: dict[str, str]',
    ') -> None:',
    '    """A legend names each group that has a colour of its own."""',
    `    slot = ${slot}`,
    '    groups = set(data[columns[slot]].dropna().astype(str)) if slot in columns else set()',
    '    named = set(look_at(figure).legend)',
    '    assert len(groups) < 2 or groups <= named, f"the legend lacks {groups - named}"',
  ].join('\n')
}

function changeTest(): string {
  return [
    'def test_follows_its_data(',
    '    figure: Any,',
    '    data: pd.DataFrame,',
    '    columns: dict[str, str],',
    '    plot: Callable[..., Any],',
    ') -> None:',
    '    """Other numbers give another figure."""',
    '    changed = data.copy()',
    '    for column in set(columns.values()):',
    '        if pd.api.types.is_numeric_dtype(data[column]):',
    '            changed[column] = data[column].max() + data[column].min() - data[column]',
    '    assert look_at(plot(changed, **columns)).content != look_at(figure).content',
  ].join('\n')
}

/** A Python string in the quotes Black prefers. */
function pythonString(text: string): string {
  const quoted = JSON.stringify(text)
  if (!text.includes('"') || text.includes("'")) return quoted
  return `'${quoted.slice(1, -1).replaceAll('\\"', '"')}'`
}
