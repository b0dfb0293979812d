using Pixza.Api.Operator;

return await Commands.RunAsync(args, Console.Out, Console.Error);

/// <summary>The host's entry point, named so that tests can start it.</summary>
public partial class Program;
