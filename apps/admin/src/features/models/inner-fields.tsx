import { Button, Fieldset, Input, Stack, TextInput } from '@mantine/core'
import { PlusIcon } from '@radix-ui/react-icons'
import { LineButtons } from '../../ui/line-buttons.tsx'
import { singularOf } from './api-names.ts'
import { newDraft, newTemplate, type FieldDraft } from './field-draft.ts'
import { AddField, FieldList } from './field-list.tsx'
import type { DraftForm } from './use-draft-form.ts'

/** Opens a field that lies in this one, among its neighbours there. */
export type OpenInner = (
  field: FieldDraft,
  fields: FieldDraft[],
  change: (fields: FieldDraft[]) => void,
) => void

interface InnerProps {
  form: DraftForm
  /** Of the fields inside: in how many others they lie. */
  depth: number
  mayWrite: boolean
  onOpen: OpenInner
}

/** The fields of an object. */
export function ObjectFields({ form, ...rest }: InnerProps) {
  return (
    <Input.Wrapper label="Fields" labelElement="div" error={form.errors['fields']} withAsterisk>
      <Lines
        {...rest}
        fields={form.getValues().fields}
        onChange={(fields) => form.setFieldValue('fields', fields)}
      />
    </Input.Wrapper>
  )
}

interface LinesProps extends Omit<InnerProps, 'form'> {
  fields: FieldDraft[]
  onChange: (fields: FieldDraft[]) => void
}

function Lines({ fields, depth, mayWrite, onOpen, onChange }: LinesProps) {
  const open = (field: FieldDraft) => onOpen(field, fields, onChange)
  return (
    <Stack gap={8} data-lines>
      {fields.length > 0 && (
        <FieldList
          fields={fields}
          problems={{}}
          mayWrite={mayWrite}
          onOpen={open}
          onChange={onChange}
        />
      )}
      {mayWrite && (
        <div>
          <AddField depth={depth} onAdd={(type) => open(newDraft(type, true))} />
        </div>
      )}
    </Stack>
  )
}

/** What the elements of a dynamic zone can be. */
export function TemplateFields(props: InnerProps) {
  const { form, mayWrite } = props
  const { templates } = form.getValues()
  return (
    <Input.Wrapper
      label="Templates"
      labelElement="div"
      description="What editors can put into this zone."
      error={form.errors['templates']}
      withAsterisk
    >
      <Stack gap={12} mt={4} data-lines>
        {templates.map(({ id }, index) => (
          <TemplateLine key={id} {...props} index={index} />
        ))}
        {mayWrite && (
          <div>
            <Button
              variant="default"
              leftSection={<PlusIcon />}
              onClick={() => form.insertListItem('templates', newTemplate())}
            >
              Add template
            </Button>
          </div>
        )}
      </Stack>
    </Input.Wrapper>
  )
}

function TemplateLine({ form, index, ...rest }: InnerProps & { index: number }) {
  const { templates } = form.getValues()
  const { name = '', gqlTypeName = '', fields = [] } = templates[index] ?? {}
  const at = `templates.${index}`
  const title = name.trim() || `Template ${index + 1}`
  return (
    <Fieldset legend={title} className="part">
      <Stack gap={12}>
        <TextInput
          label="Name"
          {...form.getInputProps(`${at}.name`)}
          onChange={({ currentTarget: { value } }) => {
            form.setFieldValue(`${at}.name`, value)
            if (gqlTypeName === singularOf(name))
              form.setFieldValue(`${at}.gqlTypeName`, singularOf(value))
          }}
          withAsterisk
        />
        <TextInput
          label="API name"
          description="Front ends ask for it. They break if it changes."
          {...form.getInputProps(`${at}.gqlTypeName`)}
          classNames={{ input: 'mono' }}
          autoCapitalize="none"
          spellCheck={false}
        />
        <TextInput
          label="Icon"
          description="For front ends and editors that show one, such as fas/image."
          {...form.getInputProps(`${at}.icon`)}
          autoCapitalize="none"
          spellCheck={false}
        />
        <Input.Wrapper
          label="Fields"
          labelElement="div"
          error={form.errors[`${at}.fields`]}
          withAsterisk
        >
          <Lines
            {...rest}
            fields={fields}
            onChange={(next) => form.setFieldValue(`${at}.fields`, next)}
          />
        </Input.Wrapper>
        {rest.mayWrite && (
          <LineButtons
            name={title}
            index={index}
            count={templates.length}
            onMove={(to) => form.reorderListItem('templates', { from: index, to })}
            onRemove={() => form.removeListItem('templates', index)}
          />
        )}
      </Stack>
    </Fieldset>
  )
}
