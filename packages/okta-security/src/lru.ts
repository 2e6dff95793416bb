/** A map that holds at most `maxCount` values and forgets the one that was not asked for longest. */
export function createLru<Value>(maxCount: number) {
  const values = new Map<string, Value>()

  function set(name: string, value: Value): void {
    values.delete(name)
    values.set(name, value)
    const [oldest] = values.keys()
    if (values.size > maxCount && oldest !== undefined) values.delete(oldest)
  }

  return {
    set,
    get(name: string): Value | undefined {
      const value = values.get(name)
      if (value !== undefined) set(name, value)
      return value
    },
  }
}
