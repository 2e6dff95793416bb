interface Bound<Value> {
  maxWeight: number
  weightOf: (value: Value) => number
}

/** A cache that forgets what was not asked for longest. */
export function createLru<Value>({ maxWeight, weightOf }: Bound<Value>) {
  const values = new Map<string, Value>()
  let weight = 0

  const forget = (name: string): void => {
    const value = values.get(name)
    if (value === undefined) return
    weight -= weightOf(value)
    values.delete(name)
  }

  return {
    forget,
    get(name: string): Value | undefined {
      const value = values.get(name)
      if (value !== undefined) {
        values.delete(name)
        values.set(name, value)
      }
      return value
    },
    set(name: string, value: Value): void {
      forget(name)
      values.set(name, value)
      weight += weightOf(value)
      for (const oldest of values.keys()) {
        if (weight <= maxWeight || oldest === name) return
        forget(oldest)
      }
    },
  }
}
