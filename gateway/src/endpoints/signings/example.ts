/** Made with `openssl req -new`; its key is nobody's. */
export const requestExample = [
  '-----BEGIN CERTIFICATE REQUEST-----',
  'MIHOMHcCAQAwFTETMBEGA1UEAwwKZGVwYXJ0bWVudDBZMBMGByqGSM49AgEGCCqG',
  'SM49AwEHA0IABB2bxA/y/6Gh7a9g7Ph90Vle8jNc3BPxm75uE9INGqJzOu4UP98p',
  'sHpy/32OjFoELdQjQ4kjG+kjDWJtppoZ0z+gADAKBggqhkjOPQQDAgNHADBEAiAP',
  'bxWBoR9oXESOMw7ye4eXFajP6/l4OdcqbkhfKUi9sQIgXimkPzlLRJ6eSqTpt0kV',
  'bABzGHzldgY/E5YEhI7K7Bs=',
  '-----END CERTIFICATE REQUEST-----',
  '',
].join('\n');
