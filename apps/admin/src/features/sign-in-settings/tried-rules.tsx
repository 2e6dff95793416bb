import { Text } from '@mantine/core'
import { Status } from '../../ui/status.tsx'
import { Sentence } from './lines.tsx'
import type { TriedRule } from './queries.ts'
import { ruleWords } from './rule-words.ts'

/** Each rule with how it did, and why. */
export function TriedRules({ rules }: { rules: TriedRule[] }) {
  return (
    <ol className="sentences" aria-label="Rules that were tried">
      {rules.map((rule, n) => (
        <li key={n} className="sentence tried">
          <Sentence words={ruleWords(rule)} />
          <div>
            <Status kind={rule.matched ? 'good' : 'off'}>
              {rule.matched ? 'Matched' : 'Did not match'}
            </Status>
          </div>
          <Text c="dimmed" fz="xs">
            {rule.reason}
            {rule.matched && rule.groups.length > 0 && ` Gives ${rule.groups.join(', ')}.`}
          </Text>
        </li>
      ))}
    </ol>
  )
}

const SOURCES = {
  RULES: 'by the claim rules of the tenant',
  CLAIM: 'by the claim that the deployment is configured with',
  KEY: 'from the API key itself, which is a group of its own',
}

export const sourceWords = (source: keyof typeof SOURCES): string => SOURCES[source]
