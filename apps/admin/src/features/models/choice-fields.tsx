import { Button, Checkbox, Input, Stack, Switch, TextInput } from '@mantine/core'
import { PlusIcon } from '@radix-ui/react-icons'
import { LineButtons } from '../../ui/line-buttons.tsx'
import type { DraftForm } from './use-draft-form.ts'

/** The values that editors choose from instead of typing. */
export function ChoiceFields({ form }: { form: DraftForm }) {
  const { hasChoices, choices } = form.getValues()
  const problem = form.errors['choices']
  return (
    <>
      <Switch
        label="Predefined values"
        description="Editors choose from a list instead of typing."
        {...form.getInputProps('hasChoices', { type: 'checkbox' })}
      />
      {hasChoices && (
        <Stack gap={8} data-lines>
          {choices.map((_, index) => (
            <ChoiceLine key={index} form={form} index={index} />
          ))}
          <div>
            <Button
              variant="default"
              leftSection={<PlusIcon />}
              onClick={() =>
                form.insertListItem('choices', { label: '', value: '', selected: false })
              }
            >
              Add value
            </Button>
          </div>
          {problem && <Input.Error>{problem}</Input.Error>}
        </Stack>
      )}
    </>
  )
}

function ChoiceLine({ form, index }: { form: DraftForm; index: number }) {
  const at = `choices.${index}`
  const { label = '', value = '' } = form.getValues().choices[index] ?? {}
  const follows = value === label
  return (
    <div className="choice-line">
      <TextInput
        aria-label={`Label of value ${index + 1}`}
        placeholder="Label"
        {...form.getInputProps(`${at}.label`)}
        onChange={({ currentTarget }) => {
          form.setFieldValue(`${at}.label`, currentTarget.value)
          if (follows) form.setFieldValue(`${at}.value`, currentTarget.value)
        }}
      />
      <TextInput
        aria-label={`Value ${index + 1}`}
        placeholder="Value"
        {...form.getInputProps(`${at}.value`)}
      />
      <Checkbox
        mt={7}
        label="Default"
        aria-label={`Value ${index + 1} is the default`}
        {...form.getInputProps(`${at}.selected`, { type: 'checkbox' })}
      />
      <LineButtons
        name={`value ${index + 1}`}
        index={index}
        count={form.getValues().choices.length}
        onRemove={() => form.removeListItem('choices', index)}
      />
    </div>
  )
}
