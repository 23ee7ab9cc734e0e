/** Data as JSON between marks: its line breaks and quotes are escaped, so that no text can end its section. */
export function section(name: string, content: unknown): string {
  return `===== ${name} =====\n${JSON.stringify(content, null, 1)}\n===== END OF ${name} =====`
}
