import { z } from 'zod'

const Entry = z.looseObject({
  level: z.string(),
  message: z.string(),
  error: z.looseObject({ stack: z.string() }).optional(),
})

/** What the logger adds to every line and a reader of the console knows already. */
const KNOWN =
  /^(level|message|error|timestamp|service|cold_start|sampling_rate|xray_trace_id|function_.*)$/

/** A log line of a function as people read it: JSON is unfolded, anything else stays as it is. */
export function readable(functionName: string, line: string): string {
  const { success, data } = Entry.safeParse(parsed(line))
  if (!success) return `${functionName}  ${line}`
  const details = Object.entries(data).filter(([name]) => !KNOWN.test(name))
  const text = details.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(' ')
  const stack = data.error ? `\n${data.error.stack}` : ''
  return `${functionName}  ${data.level.padEnd(5)} ${data.message} ${text}`.trimEnd() + stack
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
