/** A clerk with a limit of its own. */
export const CLERK = {
  name: '示例市市场监督管理局 经办',
  role: 'clerk',
  department: '11410800MB18523953',
  person: 'O201',
  limits: { perMinute: 6000, atOnce: 16 },
};
