"""The engines that people train with: the network of `core.lenet5`, at the machine's speed."""
