/** Letters of other alphabets that look like Latin ones: a common way to get past a list of words. */
const LOOKALIKES: ReadonlyMap<string, string> = new Map([
  ['а', 'a'],
  ['е', 'e'],
  ['о', 'o'],
  ['р', 'p'],
  ['с', 'c'],
  ['х', 'x'],
  ['у', 'y'],
  ['і', 'i'],
  ['ѕ', 's'],
  ['ԁ', 'd'],
  ['һ', 'h'],
  ['ο', 'o'],
  ['α', 'a'],
  ['ν', 'v'],
  ['ι', 'i'],
])

const JUDGED = '(?:this|it|the|my|our|every|all|each|everything|these|any)'
const OVERRIDE =
  '(?:ignore|disregard|forget|override|bypass|skip|ignoriere|ignorez|ignora|olvida|oubliez|vergiss)'
const RULES =
  '(?:instructions?|rubric|rules?|prompts?|criteria|guidelines?|measurements?|anweisungen|instrucciones|regeln|consignes)'
const FULL =
  '(?:100|full (?:marks?|points?|score)|(?:maximum|highest|perfect|top) (?:score|points?|marks?|level|grade|rating)|level "?4|a "?4"?|4 out of 4)'
const READER = '(?:reviewers?|judges?|graders?|evaluators?|assistants?|language models?|llms?|ais?|models?)'

/**
 * Texts that speak to whoever reads them instead of about the chart. Two kinds of words must come together, so that
 * titles such as "Rate of change, highest first" stay what they are.
 */
const PATTERNS: readonly RegExp[] = [
  new RegExp(`\\b${OVERRIDE}\\b.{0,60}\\b${RULES}\\b`),
  new RegExp(`\\b(?:give|award|assign|grant|rate|score|grade|mark|set)\\s+${JUDGED}\\b.{0,60}${FULL}`),
  new RegExp(
    `\\b(?:approve|accept|publish)\\s+(?:this|it)\\b|\\bmust be approved\\b|\\bverdict\\W{0,5}approve`,
  ),
  /\bsystem prompt\b|\bdeveloper message\b|\byour (?:instructions|prompt|guidelines|rubric)\b/,
  new RegExp(`\\b(?:you are|act as|pretend to be)\\b.{0,20}\\b${READER}\\b`),
  new RegExp(
    `\\b(?:dear|attention|note (?:to|for)|message (?:to|for)|instructions? (?:to|for))\\b.{0,12}\\b${READER}\\b`,
  ),
  new RegExp(`(?:^|\\n)\\W{0,3}(?:reviewers?|judges?|graders?)\\s*[:,]`),
  /<\|[a-z_]+|\[\/?inst\]|<\/?(?:system|assistant|instructions?)>|(?:^|\n)\W{0,3}(?:system|assistant)\s*:/,
  /\b(?:print|reveal|show|send|tell|repeat|output|leak|include)\b.{0,40}\b(?:api[ _-]?keys?|secrets?|passwords?|credentials|environment variables)\b/,
  /\b(?:respond|answer|reply|return|output)\b.{0,20}\b(?:with|only|exactly)\b.{0,40}\b(?:level|json|verdict|approved?|100)\b/,
]

/** Whether a text reads like an instruction to the people or models who judge the chart. */
export function isInstruction(text: string): boolean {
  const plain = plainText(text)
  return PATTERNS.some((pattern) => pattern.test(plain))
}

/** The text as it is read: without invisible characters and look-alike letters, in lower case, on single blanks. */
function plainText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{Cf}\p{Mn}]/gu, '')
    .toLowerCase()
    .replace(/[^\p{ASCII}]/gu, (letter) => LOOKALIKES.get(letter) ?? letter)
    .replace(/[^\S\n]+/g, ' ')
}
