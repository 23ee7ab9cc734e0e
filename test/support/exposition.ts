/** What a scrape said: values by series, as `name{label="value",…}`, and types by metric. */
export interface Exposition {
  readonly samples: ReadonlyMap<string, number>
  readonly types: ReadonlyMap<string, string>
}

const HELP = /^# HELP ([a-zA-Z_:][\w:]*) \S.*$/
const TYPE = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram|summary)$/
const SAMPLE = /^([a-zA-Z_:][\w:]*)((?:\{[a-zA-Z_]\w*="[^"\\\n]*"(?:,[a-zA-Z_]\w*="[^"\\\n]*")*\})?) (\S+)$/

/** A number as Go reads it. */
const VALUE = /^(?:[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?|nan|[+-]inf)$/i

/**
 * Reads Prometheus' text format and refuses what Prometheus would refuse: a series that comes twice, one before the
 * type of its metric, a value that is no number.
 */
export function parseExposition(text: string): Exposition {
  const samples = new Map<string, number>()
  const types = new Map<string, string>()
  if (!text.endsWith('\n')) throw new Error('the last line has no end')
  for (const line of text.split('\n').filter((each) => each !== '' && !HELP.test(each))) {
    const type = TYPE.exec(line)
    if (type) addOnce(types, type[1], type[2])
    else addOnce(samples, ...sampleOf(line, types))
  }
  return { samples, types }
}

function sampleOf(line: string, types: ReadonlyMap<string, string>): readonly [string, number] {
  const [, name = '', labels = '', value = ''] = SAMPLE.exec(line) ?? []
  const isKnown = types.has(name) || types.has(name.replace(/_(bucket|sum|count)$/, ''))
  if (!isKnown || !VALUE.test(value)) throw new Error(`refused: ${line}`)
  return [`${name}${labels}`, Number(value)]
}

function addOnce<Value>(map: Map<string, Value>, key = '', value: Value | undefined): void {
  if (map.has(key) || value === undefined) throw new Error(`${key} comes twice`)
  map.set(key, value)
}
