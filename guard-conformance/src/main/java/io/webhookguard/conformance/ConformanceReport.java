package io.webhookguard.conformance;

import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;
import org.opentest4j.TestAbortedException;

/**
 * Prints what a conformance class proved, rule by rule, when it is over; and keeps the crash points
 * that its tests visited.
 *
 * <p>The configuration parameter {@value #PARAMETER} of a run turns it {@code off}.
 */
final class ConformanceReport
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterAllCallback,
        InvocationInterceptor,
        TestWatcher,
        ParameterResolver {

  /** {@code off} for runs whose report nobody reads. */
  static final String PARAMETER = "guard.conformance.report";

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(ConformanceReport.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    context.getStore(NAMESPACE).put(Verdict.class, new Verdict());
  }

  /** The store is asked who it is while a test has it open. */
  @Override
  public void beforeEach(ExtensionContext context) {
    if (context.getRequiredTestInstance() instanceof StoreUnderTest test) {
      verdict(context).meet(test.harness());
    } else if (context.getRequiredTestInstance() instanceof AdapterUnderTest test) {
      verdict(context).meet(test.harness());
    }
  }

  /** Nobody but an interceptor hears how a test ends that a factory made. */
  @Override
  public void interceptDynamicTest(
      Invocation<Void> invocation, DynamicTestInvocationContext invoked, ExtensionContext context)
      throws Throwable {
    try {
      invocation.proceed();
      testSuccessful(context);
    } catch (TestAbortedException e) {
      testAborted(context, e);
      throw e;
    } catch (Throwable e) {
      testFailed(context, e);
      throw e;
    }
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    verdict(context).passed(context.getDisplayName());
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    verdict(context).failed(context.getDisplayName());
  }

  @Override
  public void testAborted(ExtensionContext context, Throwable cause) {
    String reason = Optional.ofNullable(cause.getMessage()).orElse("no reason given");
    verdict(context).skipped(context.getDisplayName(), reason.replace("Assumption failed: ", ""));
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    verdict(context).skipped(context.getDisplayName(), reason.orElse("no reason given"));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (!context.getConfigurationParameter(PARAMETER).orElse("on").equals("off")) {
      System.out.print(verdict(context).report(context.getDisplayName()));
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(CrashPoints.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return verdict(context).points();
  }

  private static Verdict verdict(ExtensionContext context) {
    return context.getStore(NAMESPACE).get(Verdict.class, Verdict.class);
  }
}
