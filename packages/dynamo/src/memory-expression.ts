import { isDeepStrictEqual } from 'node:util'
import type { AttributeValue } from '@aws-sdk/client-dynamodb'

export type Stored = Record<string, AttributeValue>

/** What an expression calls its attributes (`#name`) and its values (`:value`). */
export interface Placeholders {
  names?: Record<string, string> | undefined
  values?: Stored | undefined
}

/** Whether an item meets a condition. */
export type Condition = (item: Stored, placeholders: Placeholders) => boolean

type Operand = (item: Stored, placeholders: Placeholders) => AttributeValue | undefined

const TOKENS = /<>|<=|>=|[=<>(),]|[#:]?\w+|\S/g
const PLACEHOLDER = /[#:]\w+/g

const parsed = new Map<string, Condition>()

/**
 * A condition expression of DynamoDB, without paths into maps and lists: comparisons, `BETWEEN`,
 * `AND`, `OR`, `NOT`, `begins_with`, `attribute_exists` and `attribute_not_exists`.
 *
 * @throws SyntaxError for everything else.
 */
export function conditionOf(expression: string): Condition {
  const known = parsed.get(expression) ?? new Parser(expression).whole()
  parsed.set(expression, known)
  return known
}

/** The placeholders that are named, or used, and not the other. DynamoDB refuses both. */
export function strayPlaceholders(
  expressions: readonly (string | undefined)[],
  { names = {}, values = {} }: Placeholders,
): string[] {
  const used = new Set<string>(expressions.flatMap((it) => it?.match(PLACEHOLDER) ?? []))
  const named = new Set([...Object.keys(names), ...Object.keys(values)])
  return [...used, ...named].filter((it) => !used.has(it) || !named.has(it))
}

class Parser {
  readonly #tokens: string[]
  #next = 0

  constructor(expression: string) {
    this.#tokens = expression.match(TOKENS) ?? []
  }

  whole(): Condition {
    const condition = this.#or()
    if (this.#next < this.#tokens.length) throw this.#unknown()
    return condition
  }

  #or(): Condition {
    const left = this.#and()
    if (!this.#takes('OR')) return left
    const right = this.#or()
    return (...args) => left(...args) || right(...args)
  }

  #and(): Condition {
    const left = this.#not()
    if (!this.#takes('AND')) return left
    const right = this.#and()
    return (...args) => left(...args) && right(...args)
  }

  #not(): Condition {
    if (!this.#takes('NOT')) return this.#single()
    const inner = this.#not()
    return (...args) => !inner(...args)
  }

  #single(): Condition {
    if (this.#takes('(')) {
      const inner = this.#or()
      this.#expect(')')
      return inner
    }
    if (this.#takes('attribute_exists')) return this.#existence(true)
    if (this.#takes('attribute_not_exists')) return this.#existence(false)
    if (this.#takes('begins_with')) return this.#beginning()
    return this.#comparison()
  }

  #existence(wanted: boolean): Condition {
    this.#expect('(')
    const operand = this.#operand()
    this.#expect(')')
    return (...args) => (operand(...args) !== undefined) === wanted
  }

  #beginning(): Condition {
    this.#expect('(')
    const whole = this.#operand()
    this.#expect(',')
    const start = this.#operand()
    this.#expect(')')
    return (...args) => {
      const [text, prefix] = [whole(...args)?.S, start(...args)?.S]
      return text !== undefined && prefix !== undefined && text.startsWith(prefix)
    }
  }

  #comparison(): Condition {
    const left = this.#operand()
    if (this.#takes('BETWEEN')) {
      const from = this.#operand()
      this.#expect('AND')
      const to = this.#operand()
      return (...args) => {
        const value = left(...args)
        return compare(from(...args), value) <= 0 && compare(value, to(...args)) <= 0
      }
    }
    const holds = COMPARATORS[this.#take()]
    if (!holds) throw this.#unknown(-1)
    const right = this.#operand()
    return (...args) => holds(left(...args), right(...args))
  }

  #operand(): Operand {
    const token = this.#take()
    if (!/^[#:]?\w+$/.test(token)) throw this.#unknown(-1)
    if (token.startsWith(':')) return (_, { values }) => values?.[token]
    if (token.startsWith('#')) return (item, { names }) => item[names?.[token] ?? token]
    return (item) => item[token]
  }

  #takes(token: string): boolean {
    if (this.#tokens[this.#next] !== token) return false
    this.#next++
    return true
  }

  #take(): string {
    return this.#tokens[this.#next++] ?? ''
  }

  #expect(token: string): void {
    if (!this.#takes(token)) throw this.#unknown()
  }

  #unknown(offset = 0): SyntaxError {
    const at = this.#tokens[this.#next + offset] ?? 'its end'
    return new SyntaxError(`"${this.#tokens.join(' ')}" is not understood at ${at}.`)
  }
}

type Comparator = (a: AttributeValue | undefined, b: AttributeValue | undefined) => boolean

const COMPARATORS: Readonly<Record<string, Comparator>> = {
  '=': (a, b) => a !== undefined && isDeepStrictEqual(a, b),
  '<>': (a, b) => !isDeepStrictEqual(a, b),
  '<': (a, b) => compare(a, b) < 0,
  '<=': (a, b) => compare(a, b) <= 0,
  '>': (a, b) => compare(a, b) > 0,
  '>=': (a, b) => compare(a, b) >= 0,
}

/** `NaN`, which meets no comparison, for what has no order: other types, and what is not there. */
function compare(a: AttributeValue | undefined, b: AttributeValue | undefined): number {
  if (a?.S !== undefined && b?.S !== undefined) return compareBytes(a.S, b.S)
  if (a?.N !== undefined && b?.N !== undefined) return Number(a.N) - Number(b.N)
  return Number.NaN
}

/** DynamoDB compares UTF-8, and JavaScript UTF-16: beyond U+FFFF these differ. */
export const compareBytes = (a: string, b: string): number =>
  Buffer.compare(Buffer.from(a), Buffer.from(b))
